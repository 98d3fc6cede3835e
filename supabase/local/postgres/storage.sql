-- Grants on the storage schema as hosted: the policies on storage.objects decide. Run as supabase_storage_admin.
grant all on all tables in schema storage to anon, authenticated, service_role;
grant all on all tables in schema storage to postgres with grant option;
grant execute on all routines in schema storage to anon, authenticated, service_role, postgres;

/**
 * Sessions that have given a second factor. Auth of this stack cannot ask for one yet, so it is noted where Auth would note
 * it, in its own table and by a superuser: nothing in the product knows a way around.
 */
import postgres from 'postgres'
import { z } from 'zod'
import { databaseUrl } from '../../../supabase/local/postgres/server.ts'
import type { Stack } from '../../../supabase/local/types.ts'

export interface SecondFactor {
  /** Every session that the user begins from now on is at aal2. */
  giveTo(userId: string): Promise<void>
  stop(): Promise<void>
}

export function secondFactor(stack: Pick<Stack, 'databaseUrl'>): SecondFactor {
  const { port } = new URL(stack.databaseUrl)
  const sql = postgres(databaseUrl(Number(port), 'supabase_admin'), {
    max: 1,
    onnotice: () => undefined,
  })
  return {
    async giveTo(userId) {
      const id = z.uuid().parse(userId)
      await sql.unsafe(`
        create or replace function auth.note_second_factor() returns trigger language plpgsql security definer as $$
        begin
          insert into auth.mfa_amr_claims (id, session_id, created_at, updated_at, authentication_method)
          values (gen_random_uuid(), new.id, now(), now(), 'totp');
          return null;
        end $$;
        create trigger "note_second_factor_${id}" after insert on auth.sessions for each row
          when (new.user_id = '${id}') execute function auth.note_second_factor();`)
    },
    stop: () => sql.end(),
  }
}

/** Shown instead of the app while its settings are missing or wrong. */
export function SetupPage({ problems }: { problems: readonly string[] }) {
  return (
    <main className="page flex min-h-dvh max-w-2xl flex-col justify-center gap-4 py-12">
      <h1 className="text-3xl font-bold">This site is not set up yet</h1>
      <p>It does not know which Supabase project to talk to:</p>
      <ul className="list-disc space-y-1 pl-6 font-medium text-outbid">
        {problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
      <p className="text-ink-muted">
        For development, run <code>npm start</code>: it brings its own database and sets both
        values. To use a hosted project, copy <code>.env.example</code> to <code>.env</code>, fill
        in the values and build again.
      </p>
    </main>
  )
}

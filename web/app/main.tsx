import './app.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { readEnv } from '../lib/env.ts'
import { App } from './app.tsx'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root.')

async function content() {
  const check = readEnv(import.meta.env)
  if (check.ok) return <App />
  const { SetupPage } = await import('./setup-page.tsx')
  return <SetupPage problems={check.problems} />
}

createRoot(root).render(<StrictMode>{await content()}</StrictMode>)

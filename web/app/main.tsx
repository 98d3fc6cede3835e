import './app.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { readEnv } from '../lib/env.ts'
import { App } from './app.tsx'
import { SetupPage } from './setup-page.tsx'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root.')

const check = readEnv(import.meta.env)
createRoot(root).render(
  <StrictMode>{check.ok ? <App /> : <SetupPage problems={check.problems} />}</StrictMode>,
)

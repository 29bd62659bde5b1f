import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App'
import './parts/style/tokens.css'
import './parts/style/base.css'
import './parts/style/shell.css'
import './parts/style/parts.css'
import './parts/style/chart-states.css'
import './parts/style/pages.css'
import './parts/style/warroom.css'

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}

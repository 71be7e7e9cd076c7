// Order matters: no module below may run before the policy stands. (zod never comes here: screens take only types from the contract.)
import './trusted.ts'
import { createRoot } from 'react-dom/client'
import { speak, startTexts, chooseLanguage } from '../i18n/index.ts'
import { Connection, portHost, socketHost } from '../session/index.ts'
import { watchFocus } from '../ui/index.ts'
import { App } from './App.tsx'
import { watchCover } from './cover.ts'

watchCover()
watchFocus()
const connection = new Connection(location.protocol === 'http:' ? socketHost : portHost)
await startTexts()
await speak(chooseLanguage(undefined, navigator.languages).code)

const root = document.getElementById('root')
if (!root) throw new TypeError('the page has no root')
createRoot(root).render(<App connection={connection} />)

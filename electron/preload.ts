/** Runs before the page, sandboxed and isolated: exposes nothing, only hands over the port. */
import { ipcRenderer } from 'electron'
import { bridge } from './bridge.ts'

bridge<MessagePort>(ipcRenderer, window)

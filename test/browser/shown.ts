/** A screen or state to look at, and how to get there. */
import type { Page } from 'playwright-core'
import type { Scene } from '../support/sketch/core.ts'

export interface Shown {
  readonly name: string
  readonly scene?: Scene
  /** Address within the app. */
  readonly at?: string
  readonly width?: number
  readonly act?: (page: Page) => Promise<unknown>
}

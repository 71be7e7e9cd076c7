import { lookAt } from './axe.ts'

lookAt('network')

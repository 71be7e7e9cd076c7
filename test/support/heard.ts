/** What somebody hears who cannot see the screen: Chromium's own tree of names, roles and states, and what is wrong with it. */
import type { CDPSession } from 'playwright-core'

interface AxValue {
  readonly value?: unknown
}
interface AxNode {
  readonly nodeId: string
  readonly parentId?: string
  readonly backendDOMNodeId?: number
  readonly ignored: boolean
  readonly role?: AxValue
  readonly name?: AxValue
  readonly properties?: readonly { readonly name: string; readonly value: AxValue }[]
}

const controls: ReadonlySet<string> = new Set([
  ...['button', 'link', 'textbox', 'searchbox', 'checkbox', 'radio', 'combobox', 'listbox', 'option', 'slider'],
  ...['spinbutton', 'switch', 'tab', 'menuitem', 'menuitemradio', 'menuitemcheckbox', 'DisclosureTriangle', 'treeitem'],
  ...['image', 'dialog', 'alertdialog', 'log', 'radiogroup', 'menu'],
])
/** Those of which a screen has several: each says which it is. */
const landmarks: ReadonlySet<string> = new Set(['navigation', 'complementary', 'region', 'form', 'search'])

/** Faults, in words that say where. */
export async function faultsHeard(session: CDPSession): Promise<string[]> {
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as { readonly nodes: readonly AxNode[] }
  const heard = nodes.filter(({ ignored }) => !ignored)
  const roleOf = ({ role }: AxNode): string => textOf(role)
  const nameOf = ({ name }: AxNode): string => textOf(name).trim()
  const has = (node: AxNode, property: string): unknown =>
    node.properties?.find(({ name }) => name === property)?.value.value
  const of = (role: string): AxNode[] => heard.filter((node) => roleOf(node) === role)

  const byId = new Map(nodes.map((node) => [node.nodeId, node]))
  const isPartOfControl = (node: AxNode): boolean => {
    for (let up = byId.get(node.parentId ?? ''); up; up = byId.get(up.parentId ?? ''))
      if (['button', 'link', 'menuitem', 'option'].includes(roleOf(up))) return true
    return false
  }
  const nameless = heard.filter((node) => {
    const role = roleOf(node)
    // What is drawn on a button is part of it.
    if (role === 'image' && isPartOfControl(node)) return false
    return controls.has(role) && nameOf(node) === ''
  })
  const isModal = heard.some((node) => has(node, 'modal') === true) || of('dialog').length > 0
  const first = of('heading').filter((node) => has(node, 'level') === 1)
  // Without a name, a form or a section is no landmark.
  const marks = heard.filter(
    (node) => landmarks.has(roleOf(node)) && (nameOf(node) !== '' || !['form', 'region'].includes(roleOf(node))),
  )
  const alike = marks.filter((node) =>
    marks.some((other) => other !== node && roleOf(other) === roleOf(node) && nameOf(other) === nameOf(node)),
  )
  const silent = await stopsAmong(
    session,
    heard.filter(
      (node) =>
        has(node, 'focusable') === true && ['generic', 'none', ''].includes(roleOf(node)) && nameOf(node) === '',
    ),
  )
  return [
    ...nameless.map((node) => `a ${roleOf(node)} without a name`),
    ...silent.map((what) => `a stop that says nothing of itself: ${what}`),
    ...alike.map((node) => `several of ${roleOf(node)} called “${nameOf(node)}”`),
    ...(isModal || first.length === 1 ? [] : [`${first.length} headings of the first level`]),
    ...(isModal || of('main').length === 1 ? [] : [`${of('main').length} main parts`]),
  ]
}

/** Those that Tab goes to; a place that is gone to by program alone need not speak. */
async function stopsAmong(session: CDPSession, nodes: readonly AxNode[]): Promise<string[]> {
  const found: string[] = []
  for (const { backendDOMNodeId } of nodes) {
    if (backendDOMNodeId === undefined) continue
    const { object } = await session.send('DOM.resolveNode', { backendNodeId: backendDOMNodeId })
    if (object.objectId === undefined) continue
    const asked = await session.send('Runtime.callFunctionOn', {
      objectId: object.objectId,
      functionDeclaration: 'function () { return this.tabIndex >= 0 ? this.outerHTML.slice(0, 80) : "" }',
      returnByValue: true,
    })
    const what: unknown = asked.result.value
    if (typeof what === 'string' && what !== '') found.push(what)
  }
  return found
}

function textOf(value: AxValue | undefined): string {
  return typeof value?.value === 'string' ? value.value : ''
}

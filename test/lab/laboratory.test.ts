/** The laboratory itself: what its routers, lines and sweeping do is what their names say. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type LabHost, NetLab, whyNoRouters } from '../support/netlab.ts'
import { Agent } from '../support/netlab-process.ts'
import { inside, run, sweep } from '../support/netlab-system.ts'

const why = whyNoRouters()
if (why !== undefined) console.info(`LABORATORY SKIPPED: ${why}`)

/** Sends from one UDP port to several places, and prints from where each saw it come. */
const mirror = `
  const { createSocket } = require('node:dgram')
  const socket = createSocket('udp4')
  socket.on('message', (_, from) => socket.send(from.address + ':' + from.port, from.port, from.address))
  socket.bind(9000, () => console.log('ready'))
`
const ask = (places: readonly string[]): string => `
  const { createSocket } = require('node:dgram')
  const socket = createSocket('udp4')
  const places = ${JSON.stringify(places)}
  const seen = []
  socket.on('message', (text) => {
    seen.push(String(text))
    if (seen.length === places.length) { console.log(seen.sort().join(' ')); socket.close() }
  })
  socket.bind(7000, () => { for (const place of places) socket.send('?', 9000, place) })
  setTimeout(() => process.exit(1), 1000).unref()
`

describe.skipIf(why !== undefined)('the laboratory', () => {
  let lab: NetLab
  beforeEach(() => {
    lab = new NetLab()
  })
  afterEach(() => lab.close())

  it.each(['easy', 'symmetric'] as const)(
    'has %s routers that show their own address, and let nobody in',
    async (kind) => {
      const internet = lab.network('internet')
      const places = ['50.60.70.10', '50.60.70.11']
      const mirrors = places.map((place) => lab.host(`m${place.slice(-2)}`, internet, `${place}/24`))
      const home = lab.router('home', { kind, outside: internet, address: '50.60.70.21/24' })
      const desk = lab.host('desk', home.lan, '192.168.1.2/24', home.gateway)
      for (const host of mirrors) await lab.spawn(host, [process.execPath, '-e', mirror])
      const seen = inside(desk, [process.execPath, '-e', ask(places)])
        .trim()
        .split(' ')
      expect(seen.map((each) => each.split(':')[0])).toEqual(['50.60.70.21', '50.60.70.21'])
      const ports = new Set(seen.map((each) => each.split(':')[1]))
      if (kind === 'easy') expect([...ports]).toEqual(['7000'])
      else expect(ports.size).toBe(2)
      const [outside] = mirrors
      if (!outside) return
      await lab.spawn(desk, [process.execPath, '-e', mirror])
      const knock = (): string => inside(outside, [process.execPath, '-e', ask([home.address])])
      expect(knock).toThrow()
      lab.forward(home, 9000, '192.168.1.2')
      expect(knock().trim()).toBe('50.60.70.10:7000')
    },
  )

  it('has lines that lose, lie and go deaf in one direction', async () => {
    const network = lab.network('lan')
    const shed = await lab.lineHost('shed', network, '192.168.5.2/24')
    const desk = lab.host('desk', network, '192.168.5.3/24')
    for (const host of [shed, desk]) await lab.spawn(host, [process.execPath, '-e', mirror])
    const knock = (host: LabHost, at: string): string => inside(host, [process.execPath, '-e', ask([at])]).trim()
    const fromShed = (): string => knock(shed, '192.168.5.3')
    expect([fromShed(), knock(desk, '192.168.5.2')]).toEqual(['192.168.5.2:7000', '192.168.5.3:7000'])
    await shed.line.be({ loss: 1 })
    expect(fromShed).toThrow()
    await shed.line.be({ spoilt: 1 })
    expect(fromShed()).not.toBe('192.168.5.2:7000')
    await shed.line.be({ dead: 'in' })
    expect(fromShed).toThrow()
    await shed.line.be({})
    expect(fromShed()).toBe('192.168.5.2:7000')
  })

  it('takes away what a killed run has left, with what still runs in there', async () => {
    // Under another name than those that other tests sweep at the same time.
    const gone = 'fmleft1999999999x0'
    run('ip', 'netns', 'add', gone)
    const sleeper = await Agent.start({}, gone)
    sweep(/^fmleft(\d+)x/)
    expect(run('ip', 'netns', 'list')).not.toContain(gone)
    await expect.poll(() => sleeper.process.signalCode).toBe('SIGKILL')
  })
})

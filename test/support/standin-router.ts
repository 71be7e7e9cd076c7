/**
 * A router that lets others in when it is asked by UPnP, for a namespace of a laboratory: told on the command line what to be, it tells
 * on stdout what it was asked. What it grants it does, by nft.
 */
import { execFileSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { createServer } from 'node:http'

export interface StandinRouterConfig {
  /** Its address inside, and outside as it says. */
  readonly inside: string
  readonly external: string
  /** 1 for most of those that are in homes. */
  readonly version: 1 | 2
  /** It grants nothing, grants only what lasts for ever, or says that a port is somebody else's. */
  readonly refuses?: boolean
  readonly permanentOnly?: boolean
  readonly takenPorts?: readonly number[]
  /** It grants ports for UDP, and says nothing. */
  readonly silentOnUdp?: boolean
  /** Where it says that it is asked, instead of at itself. */
  readonly control?: string
}

const config = JSON.parse(process.argv[2] ?? '{}') as StandinRouterConfig
const say = (what: object): void => void process.stdout.write(`${JSON.stringify(what)}\n`)
const service = `urn:schemas-upnp-org:service:WANIPConnection:${config.version}`
const device = `urn:schemas-upnp-org:device:InternetGatewayDevice:${config.version}`
const httpPort = 5000
const control = config.control ?? '/control'
const description = `<?xml version="1.0"?><root xmlns="urn:schemas-upnp-org:device-1-0"><device><deviceType>${device}</deviceType>
<serviceList><service><serviceType>urn:schemas-upnp-org:service:Layer3Forwarding:1</serviceType><controlURL>/other</controlURL></service>
</serviceList><deviceList><device><serviceList><service><serviceType>${service}</serviceType>
<controlURL>${control}</controlURL></service></serviceList></device></deviceList></device></root>`

const valueOf = (xml: string, name: string): string => new RegExp(`<${name}>([^<]*)<`).exec(xml)?.[1] ?? ''
const fault = (code: number): string =>
  `<s:Envelope><s:Body><s:Fault><detail><UPnPError><errorCode>${code}</errorCode></UPnPError></detail></s:Fault></s:Body></s:Envelope>`

function grant(body: string, change: 'add' | 'delete'): void {
  const [external, internal, client, protocol] = [
    'NewExternalPort',
    'NewInternalPort',
    'NewInternalClient',
    'NewProtocol',
  ].map((name) => valueOf(body, name))
  if (change === 'delete') {
    execFileSync('nft', ['flush', 'chain', 'ip', 'home', 'inwards'])
    return
  }
  const rule = `iifname wan ${protocol?.toLowerCase()} dport ${external} dnat to ${client}:${internal}`
  execFileSync('nft', ['add', 'rule', 'ip', 'home', 'inwards', ...rule.split(' ')])
}

function answerTo(action: string, body: string): { status: number; body: string } {
  const asked = { action, port: Number(valueOf(body, 'NewExternalPort')), protocol: valueOf(body, 'NewProtocol') }
  say({ ...asked, client: valueOf(body, 'NewInternalClient'), seconds: Number(valueOf(body, 'NewLeaseDuration')) })
  if (action === 'GetExternalIPAddress') {
    const answer = `<u:GetExternalIPAddressResponse><NewExternalIPAddress>${config.external}</NewExternalIPAddress></u:GetExternalIPAddressResponse>`
    return { status: 200, body: `<s:Envelope><s:Body>${answer}</s:Body></s:Envelope>` }
  }
  if (config.refuses) return { status: 500, body: fault(606) }
  if (action === 'AddPortMapping') {
    if (config.permanentOnly && !body.includes('<NewLeaseDuration>0<')) return { status: 500, body: fault(725) }
    if (config.takenPorts?.includes(asked.port)) return { status: 500, body: fault(718) }
    grant(body, 'add')
  } else grant(body, 'delete')
  return { status: 200, body: `<s:Envelope><s:Body><u:${action}Response/></s:Body></s:Envelope>` }
}

createServer((request, response) => {
  let body = ''
  request.on('data', (part: Buffer) => (body += part.toString()))
  request.on('end', () => {
    const action =
      String(request.headers['soapaction'] ?? '')
        .replaceAll('"', '')
        .split('#')[1] ?? ''
    if (request.url === '/description.xml') return response.end(description)
    if (request.url !== '/control' || action === '') return response.writeHead(404).end()
    const answer = answerTo(action, body)
    if (config.silentOnUdp && action === 'AddPortMapping' && body.includes('>UDP<')) return response
    return response.writeHead(answer.status, { 'content-type': 'text/xml' }).end(answer.body)
  })
}).listen(httpPort, config.inside)

const socket = createSocket({ type: 'udp4', reuseAddr: true })
socket.on('message', (message, from) => {
  if (!message.toString().includes(`ST: ${device}\r\n`)) return
  const location = `http://${config.inside}:${httpPort}/description.xml`
  const answer = ['HTTP/1.1 200 OK', 'CACHE-CONTROL: max-age=120', `ST: ${device}`, `LOCATION: ${location}`, '', '']
  socket.send(answer.join('\r\n'), from.port, from.address)
})
socket.bind(1900, () => {
  socket.addMembership('239.255.255.250', config.inside)
  say({ ready: true })
})

import { isIPv4 } from 'node:net'
import { transportErrors } from '../../errors.ts'
import { askHttp } from './http.ts'
import type { FoundRouter } from './ssdp.ts'

/** The services that let others in, of routers of the first and the second kind (UPnP WANIPConnection 1 and 2, WANPPPConnection 1). */
const services = /^urn:schemas-upnp-org:service:WAN(?:IPConnection:[12]|PPPConnection:1)$/
/** What a router says that keeps what it was asked only for ever, and one where somebody else has that port. */
const permanentOnly = 725
const conflict = 718

export interface Mapping {
  readonly protocol: 'TCP' | 'UDP'
  readonly external: number
  readonly internal: number
}

/** A router that can be asked to let others in, as it has described itself. */
export class Gateway {
  readonly #control: URL
  readonly #service: string
  readonly #own: string

  private constructor(control: URL, service: string, own: string) {
    this.#control = control
    this.#service = service
    this.#own = own
  }

  /** @throws sync/unreachable when it is no such router, the signal's reason, the system's errors */
  static async of({ description, own }: FoundRouter, signal: AbortSignal): Promise<Gateway> {
    const { status, text } = await askHttp(description, { method: 'GET' }, signal)
    if (status !== 200) throw transportErrors('unreachable')
    for (const [, inner = ''] of text.matchAll(/<service>([\s\S]{0,4096}?)<\/service>/g)) {
      const service = valueOf(inner, 'serviceType') ?? ''
      const path = valueOf(inner, 'controlURL') ?? ''
      if (!services.test(service) || !URL.canParse(path, description.href)) continue
      const control = new URL(path, description.href)
      // Whatever it says, no other computer is asked.
      if (control.protocol === 'http:' && control.hostname === description.hostname)
        return new Gateway(control, service, own)
    }
    throw transportErrors('unreachable')
  }

  /** Where it is asked. */
  get place(): string {
    return this.#control.href
  }

  /** The address it has on its other side. @throws sync/unreachable, the signal's reason, the system's errors */
  async externalAddress(signal: AbortSignal): Promise<string> {
    const answer = await this.#ask('GetExternalIPAddress', {}, signal)
    const address = valueOf(answer.text, 'NewExternalIPAddress') ?? ''
    if (answer.error !== undefined || !isIPv4(address)) throw transportErrors('unreachable')
    return address
  }

  /**
   * Lets others in to a port of ours for so many seconds, or for ever where it knows nothing else. Answers whether that port was
   * free. @throws sync/unreachable when it refuses, the signal's reason, the system's errors
   */
  async open({ protocol, external, internal }: Mapping, seconds: number, signal: AbortSignal): Promise<boolean> {
    const { error } = await this.#ask(
      'AddPortMapping',
      {
        NewRemoteHost: '',
        NewExternalPort: String(external),
        NewProtocol: protocol,
        NewInternalPort: String(internal),
        NewInternalClient: this.#own,
        NewEnabled: '1',
        NewPortMappingDescription: 'Folkmoot',
        NewLeaseDuration: String(seconds),
      },
      signal,
    )
    if (error === permanentOnly && seconds > 0) return await this.open({ protocol, external, internal }, 0, signal)
    if (error === conflict) return false
    if (error !== undefined) throw transportErrors('unreachable')
    return true
  }

  /** @throws the signal's reason, the system's errors */
  async close({ protocol, external }: Mapping, signal: AbortSignal): Promise<void> {
    await this.#ask(
      'DeletePortMapping',
      { NewRemoteHost: '', NewExternalPort: String(external), NewProtocol: protocol },
      signal,
    )
  }

  /** The answer, and the number of the error when it is one; -1 when it names none. */
  async #ask(
    action: string,
    values: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<{ text: string; error: number | undefined }> {
    const inner = Object.entries(values).map(([name, value]) => `<${name}>${value}</${name}>`)
    const body =
      '<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" ' +
      's:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body>' +
      `<u:${action} xmlns:u="${this.#service}">${inner.join('')}</u:${action}></s:Body></s:Envelope>`
    const headers = {
      'content-type': 'text/xml; charset="utf-8"',
      'content-length': String(Buffer.byteLength(body)),
      soapaction: `"${this.#service}#${action}"`,
    }
    const { status, text } = await askHttp(this.#control, { method: 'POST', headers, body }, signal)
    const error = status === 200 ? undefined : Number(valueOf(text, 'errorCode') ?? -1)
    return { text, error }
  }
}

/** The text of the first element of that name, with or without a prefix. */
function valueOf(xml: string, name: string): string | undefined {
  return new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]{0,200})?>([^<]{0,500})</`).exec(xml)?.[1]?.trim()
}

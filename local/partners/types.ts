/** How a partner treats requests: `slow` answers late, `refuses` breaks the connection. */
export type Behaviour = 'well' | 'slow' | 'fails' | 'nonsense' | 'refuses';

export interface SeenRequest {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** 0: the connection was broken. */
  readonly status: number;
}

export type Document = Readonly<Record<string, unknown>>;

/** What a partner tells whoever runs it, by kind: `partner.asked`, `slack.posted`, `slack.updated`, `mailbox.delivered`. */
export interface PartnerEvent {
  readonly kind: string;
  readonly [detail: string]: unknown;
}

/** A part of what a partner knows, by its name: a map as any other, but for what is kept of it. */
export type Keep = <Value>(shelf: string) => Map<string, Value>;

export interface PartnerOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly onEvent?: (event: PartnerEvent) => void;
  /** What is made up also says what can be done about trouble: how a shipment stands, who else would take it and for how much, where its customer is written to. Without it nothing is proposed but for what was put. */
  readonly offers?: boolean;
  /** Where partners keep what they know; without it, in memory. */
  readonly keep?: Keep;
}

/** A partner is a function from request to answer; HTTP comes around it. */
export type Answer = (request: Request) => Promise<Response>;

export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The parsed body, or undefined where it is no JSON object. */
export async function readObject(request: Request): Promise<Document | undefined> {
  try {
    const body: unknown = await request.json();
    return isRecord(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

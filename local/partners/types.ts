/** What a partner does when it is asked. */
export type Behaviour = 'well' | 'slow' | 'fails' | 'nonsense' | 'refuses';

export interface SeenRequest {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

export type Document = Readonly<Record<string, unknown>>;

/** A system of record as a test or the terminal holds it. */
export interface SystemControl {
  readonly requests: readonly SeenRequest[];
  behave(behaviour: Behaviour): void;
  /** Sets what is known of a reference; null: nothing is. Without it a plausible document is made up from the reference. */
  put(reference: string, document: Document | null): void;
}

export interface PartnerClock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** A partner is a function from request to answer; HTTP comes around it. */
export type Answer = (request: Request) => Promise<Response>;

export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
}

import type * as z from 'zod';
import type { ProblemSlug } from './problems.ts';

/** How a caller proves who it is. */
export type Proof = 'person' | 'source' | 'source-by-name' | 'link' | 'slack' | 'nothing';

export type Content = Readonly<Record<string, z.ZodType>>;

export interface AnswerDescription {
  readonly description: string;
  /** Schema by media type; nothing is answered where absent. */
  readonly content?: Content;
  readonly headers?: z.ZodObject;
}

/** What a call is for, what it takes and what it answers. Its method and path are its name in the table of routes. */
export interface Operation {
  /** Stable: clients that are generated call it by this name. */
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly proof: Proof;
  /** Of people; the roles that have it stand in docs/roles.md. */
  readonly right?: string;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: { readonly content: Content; readonly required: boolean };
  readonly answers: Readonly<Record<number, AnswerDescription>>;
  readonly problems: readonly ProblemSlug[];
}

/** What any call of a person may be refused for that sends a body or none. */
export const PERSON: readonly ProblemSlug[] = ['unauthenticated', 'not-allowed', 'invalid-json'];

export const json = (schema: z.ZodType): Content => ({ 'application/json': schema });
/** A body that may be left out: nothing at all counts as an empty object. */
export const bodyOf = (schema: z.ZodType) => ({
  content: json(schema),
  required: !schema.safeParse({}).success,
});

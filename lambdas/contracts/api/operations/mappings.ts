import * as z from 'zod';
import {
  mappingListed,
  mappingRollBack,
  mappingTrial,
  mappingTrialAnswer,
  mappingVersion,
} from '../../mapping-call.ts';
import { mapping } from '../../mapping.ts';
import { page } from '../answers.ts';
import { bodyOf, json, PERSON } from '../operation.ts';
import type { Operation } from '../operation.ts';

const SEES = { tag: 'Mappings', proof: 'person', right: 'see-mappings' } as const;
const CHANGES = { tag: 'Mappings', proof: 'person', right: 'administer-mappings' } as const;
const version = z.object({ etag: z.string().meta({ description: 'Version; a change names it in If-Match.' }) });
const whole = { description: 'The mapping.', content: json(z.strictObject({ mapping })), headers: version };

export const mappingOperations = {
  'GET /v1/mappings': {
    ...SEES,
    id: 'listMappings',
    summary: 'List mappings',
    answers: { 200: { description: 'All of them.', content: json(page(mappingListed)) } },
    problems: PERSON,
  },
  'GET /v1/mappings/{mappingId}': {
    ...SEES,
    id: 'readMapping',
    summary: 'Read a mapping',
    answers: { 200: whole },
    problems: [...PERSON, 'mapping-no-such-mapping'],
  },
  'PUT /v1/mappings/{mappingId}': {
    ...CHANGES,
    id: 'saveMapping',
    summary: 'Save a mapping',
    description: 'The whole of it, as a new version. If-Match names the version that was seen; a new one needs none.',
    headers: z.object({ 'if-match': z.string().optional().meta({ description: 'What GET has said in ETag.' }) }),
    body: bodyOf(mapping),
    answers: { 200: whole },
    problems: [
      ...PERSON,
      'invalid-request',
      'invalid-mapping',
      'mapping-changed-meanwhile',
      'mapping-version-required',
    ],
  },
  'GET /v1/mappings/{mappingId}/versions': {
    ...SEES,
    id: 'listMappingVersions',
    summary: 'List the versions of a mapping',
    answers: { 200: { description: 'Those that were kept.', content: json(page(mappingVersion)) } },
    problems: [...PERSON, 'mapping-no-such-mapping'],
  },
  'POST /v1/mappings/{mappingId}/try': {
    ...CHANGES,
    id: 'tryMapping',
    summary: 'Try a mapping on a sample',
    description: 'Nothing is kept, and nothing happens.',
    body: bodyOf(mappingTrial),
    answers: { 200: { description: 'What it would report.', content: json(mappingTrialAnswer) } },
    problems: [...PERSON, 'invalid-request', 'invalid-mapping', 'mapping-no-such-mapping'],
  },
  'POST /v1/mappings/{mappingId}/roll-back': {
    ...CHANGES,
    id: 'rollBackMapping',
    summary: 'Take a mapping back to an earlier version',
    body: bodyOf(mappingRollBack),
    answers: { 200: whole },
    problems: [
      ...PERSON,
      'invalid-request',
      'mapping-no-such-mapping',
      'mapping-no-such-version',
      'mapping-changed-meanwhile',
    ],
  },
} satisfies Readonly<Record<string, Operation>>;

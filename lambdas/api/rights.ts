import { role } from '../contracts/index.ts';
import type { Role } from '../contracts/index.ts';

/** What people can ask of the API. */
export type Right =
  | 'see-cases'
  | 'see-personal-data'
  | 'erase-personal-data'
  | 'acknowledge'
  | 'start-work'
  | 'add-note'
  | 'end-task'
  | 'waive-task'
  | 'resolve'
  | 'reopen'
  | 'assign'
  | 'snooze'
  | 'pause'
  | 'tell-customer'
  | 'ask-partner'
  | 'escalate'
  | 'set-severity'
  | 'withdraw'
  | 'regroup'
  | 'silence'
  | 'propose-action'
  | 'approve-action'
  | 'retry-action'
  | 'see-quarantine'
  | 'see-quarantined-payload'
  | 'mend-quarantine'
  | 'decide-mail'
  | 'see-mappings'
  | 'administer-mappings'
  | 'see-policy'
  | 'write-policy'
  | 'publish-policy'
  | 'simulate-policy'
  | 'change-rota'
  | 'see-dead-letters'
  | 'see-dead-letter-text'
  | 'mend-dead-letters'
  | 'see-sources'
  | 'administer-sources';

/** Which role may do what: the matrix of docs/roles.md, tested whole. A person with several roles may do what any of them may. */
export const rights: Readonly<Record<Right, readonly Role[]>> = {
  'see-cases': role.exclude(['partner']).options,
  'see-personal-data': ['responder', 'lead', 'auditor'],
  // Whoever erases does not read.
  'erase-personal-data': ['platform_admin'],
  acknowledge: ['responder', 'lead'],
  'start-work': ['responder', 'lead'],
  'add-note': ['responder', 'lead', 'approver'],
  'end-task': ['responder', 'lead'],
  'waive-task': ['lead'],
  resolve: ['responder', 'lead'],
  reopen: ['responder', 'lead'],
  assign: ['responder', 'lead'],
  snooze: ['responder', 'lead'],
  pause: ['responder', 'lead'],
  'tell-customer': ['responder', 'lead'],
  'ask-partner': ['responder', 'lead'],
  escalate: ['responder', 'lead'],
  'set-severity': ['lead'],
  withdraw: ['lead'],
  regroup: ['lead'],
  silence: ['lead', 'platform_admin'],
  'propose-action': ['responder', 'lead'],
  'approve-action': ['approver'],
  'retry-action': ['lead'],
  'see-quarantine': ['platform_admin', 'auditor'],
  // Whoever mends a mapping has to see the bytes.
  'see-quarantined-payload': ['platform_admin'],
  'mend-quarantine': ['platform_admin'],
  // With it goes seeing what the mail says: whoever decides about it has to read it.
  'decide-mail': ['responder', 'lead'],
  'see-mappings': ['platform_admin', 'auditor'],
  'administer-mappings': ['platform_admin'],
  // Whoever works by it may read it.
  'see-policy': ['responder', 'lead', 'approver', 'policy_author', 'policy_publisher', 'platform_admin', 'auditor'],
  'write-policy': ['policy_author'],
  'publish-policy': ['policy_publisher'],
  'simulate-policy': ['policy_author', 'policy_publisher'],
  // Who is on duty tonight is decided where the work is, and not by a publication.
  'change-rota': ['lead', 'policy_publisher'],
  'see-dead-letters': ['platform_admin', 'auditor'],
  // They hold what sources have reported, and whom we call.
  'see-dead-letter-text': ['platform_admin'],
  'mend-dead-letters': ['platform_admin'],
  'see-sources': ['platform_admin', 'auditor'],
  'administer-sources': ['platform_admin'],
};

export function may(roles: readonly Role[], right: Right): boolean {
  return roles.some((role) => rights[right].includes(role));
}

/** Refusals of SES that another try would meet again. */
const FINAL: readonly string[] = [
  'MessageRejected',
  'BadRequestException',
  'MailFromDomainNotVerifiedException',
  'AccountSuspendedException',
];

/** The name of a refusal of SES that is final; undefined of everything else. */
export function finalMailRefusal(error: unknown): string | undefined {
  return error instanceof Error && FINAL.includes(error.name) ? error.name : undefined;
}

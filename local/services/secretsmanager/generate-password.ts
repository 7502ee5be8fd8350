import { AwsError } from '../../kernel/errors.ts';
import { refuseUnknown } from '../refuse-unknown.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-secretsmanager-secret-generatesecretstring.html */
export interface GenerateSecretString {
  readonly PasswordLength?: number;
  readonly ExcludeCharacters?: string;
  readonly ExcludeLowercase?: boolean;
  readonly ExcludeUppercase?: boolean;
  readonly ExcludeNumbers?: boolean;
  readonly ExcludePunctuation?: boolean;
  readonly IncludeSpace?: boolean;
  readonly RequireEachIncludedType?: boolean;
  readonly SecretStringTemplate?: string;
  readonly GenerateStringKey?: string;
}

const DEFAULT_LENGTH = 32;
const CLASSES = {
  ExcludeLowercase: 'abcdefghijklmnopqrstuvwxyz',
  ExcludeUppercase: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  ExcludeNumbers: '0123456789',
  ExcludePunctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
} as const;
const OPTIONS = [
  ...Object.keys(CLASSES),
  'ExcludeCharacters',
  'GenerateStringKey',
  'IncludeSpace',
  'PasswordLength',
  'RequireEachIncludedType',
  'SecretStringTemplate',
];

function alphabetsOf(options: GenerateSecretString): readonly string[] {
  const excluded = new Set(options.ExcludeCharacters ?? '');
  const classes = [
    options.ExcludeLowercase === true ? '' : CLASSES.ExcludeLowercase,
    options.ExcludeUppercase === true ? '' : CLASSES.ExcludeUppercase,
    options.ExcludeNumbers === true ? '' : CLASSES.ExcludeNumbers,
    options.ExcludePunctuation === true ? '' : CLASSES.ExcludePunctuation,
    options.IncludeSpace === true ? ' ' : '',
  ];
  return classes
    .map((characters) =>
      Array.from(characters)
        .filter((character) => !excluded.has(character))
        .join(''),
    )
    .filter((characters) => characters !== '');
}

function generatePassword(options: GenerateSecretString, random: () => number): string {
  const length = options.PasswordLength ?? DEFAULT_LENGTH;
  const alphabets = alphabetsOf(options);
  const all = alphabets.join('');
  const required = options.RequireEachIncludedType === false ? [] : alphabets;
  if (all === '' || required.length > length) {
    throw new AwsError(
      'InvalidParameterException',
      'The password length or the excluded characters leave no password.',
    );
  }
  const pick = (characters: string): string => characters.charAt(Math.floor(random() * characters.length));
  const password = Array.from({ length }, (_, index) => pick(required[index] ?? all));
  // The required characters must not always stand in front.
  for (let index = length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    const here = password[index] ?? '';
    password[index] = password[other] ?? '';
    password[other] = here;
  }
  return password.join('');
}

export function generateSecretString(options: GenerateSecretString, random: () => number): string {
  refuseUnknown('GenerateSecretString', options, OPTIONS);
  const { SecretStringTemplate: template, GenerateStringKey: key } = options;
  const password = generatePassword(options, random);
  if (template === undefined && key === undefined) return password;
  if (template === undefined || key === undefined) {
    throw new AwsError(
      'InvalidParameterException',
      'SecretStringTemplate and GenerateStringKey must be given together.',
    );
  }
  return JSON.stringify({ ...JSON.parse(template), [key]: password });
}

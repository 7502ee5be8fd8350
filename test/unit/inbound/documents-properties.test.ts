import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { translatorOf } from '../../../lambdas/inbound/formats/index.ts';
import { expectSound } from './mutate.ts';
import { payloadOf, sender } from './sender.ts';
import { interchange } from './x12-set.ts';

const edifact = (type: string, segments: string): string =>
  `UNB+UNOC:3+A+B+260302:0800+7'UNH+1+${type}:D:96A:UN'${segments}'UNT+9+1'UNZ+1+7'`;

/** Documents as partners send them, each with something wrong. */
const whole: readonly (readonly [format: string, body: string])[] = [
  ...(
    [
      ['944', 'W17*F*20260302*WR-1*O-1~W08*M*NRTH~W07*100*CA*012345678905*VN*W-1***L-1~W13*3*CA*01~W14*90*100*3'],
      [
        '945',
        'W06*F*O-1*20260302*S-1~N9*BM*B-1~LX*1~W12*CP*10*7*3*CA**VN*W-1*L-1*9*G*L****UP*W-0*01~N9*LI*1~NTE*GEN*X',
      ],
      ['947', 'W15*20260302*A-1*D-1*00~N1*WH*DC~W19*AU*-5*EA*012345678905*VN*W-1***L-7~NTE*GEN*FORKLIFT'],
      [
        '865',
        'BCA*19*AC*PO-1***20260227***SO-9*20260301~DTM*002*20260310~POC*1*QD*2*2*EA*9**VP*W-1~ACK*IB*1*EA*067*20260312',
      ],
      [
        '870',
        'BSR*3*PA*R-1*20260302~HL*1**O~PRF*PO-1~DTM*010*20260305~HL*2*1*I~PO1*1*10*EA***VP*W-1~ISR*ED*20260309*A1',
      ],
      [
        '856',
        'BSN*00*A-1*20260302*0715~HL*1**S~HL*2*1*O~PRF*PO-1~HL*3*2*I~LIN*1*VP*W-1~SN1*1*7*EA**10*EA~SN1*2*9*EA**10*EA',
      ],
    ] as const
  ).map(([set, segments]) => [`x12-${set}`, interchange(set, segments.split('~'))] as const),
  ['edifact-invrpt', edifact('INVRPT', "BGM+35+I1+9'LIN+1++A:EN'QTY+156:5:PCE'INV+1++4'FTX+AAI+++x")],
  ['edifact-ostrpt', edifact('OSTRPT', "BGM+348+R1+9'DOC+105+P1'LIN+1++A:EN'QTY+21:10'QTY+83:6'DTM+69:20260309:102")],
  ['edifact-iftmbc', edifact('IFTMBC', "BGM+770+C1+9+RE'RFF+BN:B1'NAD+CA+MAEU:160'FTX+NAI+++no room")],
  [
    'edifact-recadv',
    edifact('RECADV', "BGM+632+D1+9'RFF+ON:P1'LIN+1++A:EN'QTY+12:10'QTY+194:5'QTY+124:1'QVR+-1:12+AF"),
  ],
];

const oddities = [
  '',
  ' ',
  '-0',
  '1e9',
  '9'.repeat(300),
  '-'.repeat(40),
  'constructor',
  '__proto__',
  '20269999',
  'ü',
  '\u0000',
  '>',
  ':',
];

describe('documents', () => {
  it.each(whole)(
    '%s: it makes a case as it is, and altered copies keep the contract and are never lost in silence',
    (format, body) => {
      const translate = translatorOf(format)!;
      expect(translate(payloadOf(body), sender).drafts.some(({ kind }) => kind === 'exception')).toBe(true);
      const pieces = body.split(/(?<=[*~+:'])/);
      const piece = fc.nat({ max: pieces.length - 1 });
      fc.assert(
        fc.property(
          fc.array(
            fc.tuple(piece, fc.constantFrom('lost', 'doubled', 'moved', 'odd'), fc.constantFrom(...oddities), piece),
            {
              minLength: 1,
              maxLength: 5,
            },
          ),
          (changes) => {
            const altered = [...pieces];
            for (const [at, how, odd, to] of changes) {
              const [sent = ''] = altered.slice(at, at + 1);
              if (how === 'lost') altered.splice(at, 1);
              else if (how === 'doubled') altered.splice(at, 0, sent);
              else if (how === 'moved') altered.splice(to, 0, ...altered.splice(at, 1));
              else altered.splice(at, 1, `${odd}${sent.slice(-1)}`);
            }
            const translation = translate(payloadOf(altered.join('')), sender);
            expectSound(translation);
            const { drafts, rejections, warnings } = translation;
            expect(drafts.length + rejections.length + warnings.length).toBeGreaterThan(0);
          },
        ),
        { numRuns: 400 },
      );
    },
  );
});

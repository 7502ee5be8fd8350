export interface EdiOptions {
  readonly tracking?: string;
  readonly shipment?: string;
  readonly status?: string;
  readonly reason?: string;
  readonly date?: string;
  readonly time?: string;
  readonly scac?: string;
  readonly control?: string;
}

/** An X12 214 of a carrier that does not exist: attempted delivery, unless told otherwise. */
export function edi214(options: EdiOptions = {}): string {
  const {
    tracking = 'NL4471902',
    shipment = 'SO-88213',
    status = 'AH',
    reason = 'AQ',
    date = '20260302',
    time = '0215',
    scac = 'NRTH',
    control = '000000101',
  } = options;
  return (
    [
      `ISA*00*          *00*          *02*${scac}           *ZZ*FAIRLEADTEST   *260302*0300*U*00401*${control}*0*P*>`,
      `GS*QM*${scac}*FAIRLEADTEST*20260302*0300*101*X*004010`,
      `ST*214*0001`,
      `B10*${tracking}*${shipment}*${scac}`,
      `L11*PO-5521*PO`,
      `N1*CN*HARBOR POINT CLINIC`,
      `N4*DULUTH*MN*55802*US`,
      `LX*1`,
      `AT7*${status}*${reason}***${date}*${time}*CT`,
      `MS1*DULUTH*MN*US`,
      `SE*9*0001`,
      `GE*1*101`,
      `IEA*1*${control}`,
    ].join('~\n') + '~\n'
  );
}

import { timelinePk } from '../../case/keys.ts';
import { distinct, strongReferences } from '../../case/strong-references.ts';
import type { ProgressSignal, SubjectReference } from '../../contracts/index.ts';

/** As many as intake reads of one subject. */
const SUBJECTS = 10;
const NEWEST = 50;

/** What is known to have happened, by subject. */
export class Timelines {
  private readonly bySubject = new Map<string, ProgressSignal[]>();
  private readonly byId = new Map<string, ProgressSignal>();
  private readonly takenBack = new Set<string>();

  keep(progress: ProgressSignal): void {
    this.byId.set(progress.id, progress);
    for (const subject of subjectsOf(progress.references)) {
      const known = this.bySubject.get(subject) ?? [];
      known.push(progress);
      this.bySubject.set(subject, known);
    }
  }

  find(id: string): ProgressSignal | undefined {
    return this.byId.get(id);
  }

  takeBack(id: string): void {
    this.takenBack.add(id);
  }

  isSaid({ id }: ProgressSignal): boolean {
    return !this.takenBack.has(id);
  }

  since(references: readonly SubjectReference[], instant: string): readonly ProgressSignal[] {
    const from = Date.parse(instant);
    const found = subjectsOf(references).flatMap((subject) =>
      (this.bySubject.get(subject) ?? []).slice(-NEWEST).filter(({ occurredAt }) => Date.parse(occurredAt) >= from),
    );
    return [...new Set(found)].filter((progress) => this.isSaid(progress));
  }
}

function subjectsOf(references: readonly SubjectReference[]): readonly string[] {
  return distinct(strongReferences(references)).slice(0, SUBJECTS).map(timelinePk);
}

/** A binary heap ordered by due time, then by order of insertion, so that one history has one order. */
export interface Due {
  readonly due: number;
  readonly order: number;
}

export class DueHeap<T extends Due> {
  private readonly items: T[] = [];

  get size(): number {
    return this.items.length;
  }

  peek(): T | undefined {
    return this.items[0];
  }

  push(item: T): void {
    this.items.push(item);
    let index = this.items.length - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.isBefore(index, parent)) break;
      this.swap(index, parent);
      index = parent;
    }
  }

  pop(): T | undefined {
    const first = this.items[0];
    const last = this.items.pop();
    if (first === undefined || last === undefined || this.items.length === 0) return first;
    this.items[0] = last;
    this.sink();
    return first;
  }

  private sink(): void {
    let index = 0;
    for (;;) {
      const left = index * 2 + 1;
      const right = left + 1;
      let least = index;
      if (left < this.items.length && this.isBefore(left, least)) least = left;
      if (right < this.items.length && this.isBefore(right, least)) least = right;
      if (least === index) return;
      this.swap(index, least);
      index = least;
    }
  }

  private isBefore(left: number, right: number): boolean {
    const a = this.items[left];
    const b = this.items[right];
    if (a === undefined || b === undefined) return false;
    return a.due < b.due || (a.due === b.due && a.order < b.order);
  }

  private swap(left: number, right: number): void {
    const a = this.items[left];
    const b = this.items[right];
    if (a === undefined || b === undefined) return;
    this.items[left] = b;
    this.items[right] = a;
  }
}

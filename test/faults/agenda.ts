interface Appointment {
  readonly at: number;
  readonly order: number;
  readonly act: () => Promise<void> | void;
}

/** What people and senders are going to do, by the clock of the world. It is theirs: it survives the death of the engine. */
export interface Agenda {
  add(at: number, act: Appointment['act']): void;
  next(): Appointment | undefined;
}

export function createAgenda(): Agenda {
  const appointments: Appointment[] = [];
  let order = 0;
  return {
    add: (at, act) => {
      const made = { at, order: order++, act };
      const later = appointments.findIndex((other) => other.at > at);
      if (later < 0) appointments.push(made);
      else appointments.splice(later, 0, made);
    },
    next: () => appointments.shift(),
  };
}

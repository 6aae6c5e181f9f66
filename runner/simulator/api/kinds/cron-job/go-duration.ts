const milliseconds: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1e3,
  m: 6e4,
  h: 3.6e6,
};

const part = /^([0-9]*\.?[0-9]*)([^0-9.]*)/;

/** Milliseconds, or the fault in the words of Go's time.ParseDuration. */
export const parseGoDuration = (text: string): number | { fault: string } => {
  const shown = JSON.stringify(text);
  const invalid = { fault: `time: invalid duration ${shown}` };
  const sign = text.startsWith('-') ? -1 : 1;
  let rest = text.replace(/^[-+]/, '');
  if (rest === '0') return 0;
  if (rest === '') return invalid;
  let total = 0;
  while (rest !== '') {
    const [whole = '', amount = '', unit = ''] = part.exec(rest) ?? [];
    if (!/[0-9]/.test(amount)) return invalid;
    if (unit === '') return { fault: `time: missing unit in duration ${shown}` };
    const size = milliseconds[unit];
    if (size === undefined) return { fault: `time: unknown unit ${JSON.stringify(unit)} in duration ${shown}` };
    total += Number(amount) * size;
    rest = rest.slice(whole.length);
  }
  return sign * total;
};

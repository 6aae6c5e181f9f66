const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, format);
  return format;
};

/** Whether the zone has a name of the tz database. Go finds them as files, so that the case matters. */
export const isTimeZone = (zone: string): boolean => {
  if (/^[-+]/.test(zone)) return false;
  try {
    const found = formatOf(zone).resolvedOptions().timeZone;
    return found === zone || found.toLowerCase() !== zone.toLowerCase();
  } catch {
    return false;
  }
};

/** Milliseconds by which the clocks of a zone are ahead of UTC. */
export const offsetAt = (zone: string, time: number): number => {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(time)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const at = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const shown = Date.UTC(at('year'), at('month') - 1, at('day'), at('hour'), at('minute'), at('second'));
  return shown - Math.floor(time / 1_000) * 1_000;
};

const day = 86_400_000;

/** When the clocks of a zone next change, if they do before a time. */
export const nextChange = (zone: string, after: number, before: number): number | undefined => {
  const offset = offsetAt(zone, after);
  let low = after;
  while (low < before && offsetAt(zone, Math.min(low + day, before)) === offset) low += day;
  if (low >= before) return undefined;
  let high = Math.min(low + day, before);
  // Clocks change at full minutes.
  while (high - low > 60_000) {
    const middle = (low + high) / 2;
    if (offsetAt(zone, middle) === offset) low = middle;
    else high = middle;
  }
  return Math.floor(high / 60_000) * 60_000;
};

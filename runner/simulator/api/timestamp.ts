let lastSecond = Number.NaN;
let lastText = '';

/** Whole seconds in RFC 3339. One text a second, which all objects of that second share. */
export const formatTime = (date: Date): string => {
  const second = Math.floor(date.getTime() / 1000);
  if (second !== lastSecond) lastText = `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;
  lastSecond = second;
  return lastText;
};

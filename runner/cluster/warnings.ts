const warningValue = /(\d{3}) [^\s"]+ "((?:[^"\\]|\\.)*)"/g;

/**
 * The texts of Warning headers with code 299 (RFC 7234 §5.5), in order and without repetitions. Kubernetes sends
 * `299 - "text"`, several in one header or in several headers.
 */
export const parseWarnings = (header: string | readonly string[] | undefined): string[] => {
  const texts = [header ?? []]
    .flat()
    .flatMap((value) =>
      [...value.matchAll(warningValue)]
        .filter(([, code]) => code === '299')
        .map(([, , text]) => (text ?? '').replaceAll(/\\(.)/g, '$1')),
    );
  return [...new Set(texts)];
};

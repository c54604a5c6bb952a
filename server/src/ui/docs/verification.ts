/** How a receiver of webhooks in JavaScript finds out whether a delivery is genuine, without a library. */
export const VERIFICATION = `import { createHmac, timingSafeEqual } from 'node:crypto';

/** body: the text as it arrived, before anything parses it; secret: whsec_... */
export function isGenuine(headers, body, secret) {
  const age = Date.now() / 1000 - Number(headers['webhook-timestamp']);
  if (!(Math.abs(age) <= 300)) return false;

  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signed = \`\${headers['webhook-id']}.\${headers['webhook-timestamp']}.\${body}\`;
  const expected = createHmac('sha256', key).update(signed).digest();

  return (headers['webhook-signature'] ?? '').split(' ').some((entry) => {
    const given = Buffer.from(entry.replace(/^v1,/, ''), 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}`;

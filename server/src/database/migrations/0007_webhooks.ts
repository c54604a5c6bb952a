/**
 * Deliveries say until when an attempt may be on its way. A webhook keeps every secret that is still valid, and when the
 * newest was made.
 */
export const webhooks = `
alter table deliveries add column claimed_until text;

alter table webhooks add column old_secrets text not null default '[]';
alter table webhooks add column secret_rotated_at text;
update webhooks set old_secrets = json_array(json_object('secret', previous_secret, 'until', previous_secret_until)),
	secret_rotated_at = strftime('%Y-%m-%dT%H:%M:%fZ', previous_secret_until, '-1 day')
where previous_secret is not null;
alter table webhooks drop column previous_secret;
alter table webhooks drop column previous_secret_until;
`;

/** Until when a message about a webhook may be on its way: so long nobody else sends it, whatever else is set meanwhile. */
export const alertsOnTheirWay = `
alter table webhook_alerts add column trying_until text;`;

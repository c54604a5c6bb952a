import { readFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
const b = JSON.parse(readFileSync('/tmp/bench.json', 'utf8'));
const child = spawn(process.execPath, ['server/dist/programs/service.cjs'], { env: { ...process.env, ...b.settings, DATA_DIR: '/dev/shm/onepg', PORT: '4999', FLUID_RATE_LIMIT: '0' , FLUID_ADMIN_PASSWORD: 'Lovelace-1815'}, stdio: ['ignore', 'ignore', 'inherit'] });
for (;;) { try { if ((await fetch('http://127.0.0.1:4999/readyz')).ok) break; } catch {} await new Promise((r) => setTimeout(r, 50)); }
const qs = process.argv.slice(2);
for (const q of qs) {
	const times = [];
	for (let i = 0; i < 12; i++) { const t = performance.now(); const a = await fetch('http://127.0.0.1:4999/api-deals?' + q, { headers: { authorization: `Bearer ${b.key}` } }); const d = await a.json(); times.push(Math.round(performance.now() - t)); if (i === 0) console.log(q, d.data?.length ?? d); }
	console.log(times.join(' '));
}
child.kill('SIGTERM');

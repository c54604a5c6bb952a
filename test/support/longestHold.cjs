// Loaded into a process by --require, it watches the longest time for which the process got to nothing else, in CPU
// time of its main thread: on a busy machine the clock would count what other programs did. SIGUSR2 has it print
// "longest hold: 12.3 ms" and begin anew.
const { writeSync } = require('node:fs');

const EVERY_MS = 2;
const cpuMs = () => {
	const { user, system } = process.threadCpuUsage();
	return (user + system) / 1000;
};

let last = cpuMs();
let longest = 0;

function look() {
	const now = cpuMs();
	longest = Math.max(longest, now - last);
	last = now;
}

setInterval(look, EVERY_MS).unref();
process.on('SIGUSR2', () => {
	look();
	writeSync(1, `longest hold: ${longest.toFixed(1)} ms\n`);
	longest = 0;
});

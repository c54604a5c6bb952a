'use strict';

// What a program waits for never comes, and nothing keeps it running: what stands in files, and ports to listen on.
const fs = require('node:fs');
const { Server } = require('node:net');
const { Readable } = require('node:stream');

fs.createReadStream = () => new Readable({ read() {} });
Server.prototype.listen = function () {
	return this;
};

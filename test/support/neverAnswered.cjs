'use strict';

// What a program waits for never comes, and nothing keeps it running: copies of databases, and ports to listen on.
const { syncBuiltinESMExports } = require('node:module');
const { Server } = require('node:net');
const sqlite = require('node:sqlite');

sqlite.backup = () => new Promise(() => {});
Server.prototype.listen = function () {
	return this;
};
syncBuiltinESMExports();

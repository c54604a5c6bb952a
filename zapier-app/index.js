// Zapier's platform loads a CommonJS app by this name only.
module.exports = require('./dist/zapier-app/src/index.js');

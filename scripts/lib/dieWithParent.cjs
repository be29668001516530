// Loaded into the backend: without the launcher it must not keep the port.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();

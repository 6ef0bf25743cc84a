using Mochi.BeamDump;
using Mochi.CommandLine;

return CommandHost.Run("beam-dump", context => BeamDumpCommand.Run(context, args));

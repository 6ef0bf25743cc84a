using Mochi.CommandLine;
using Mochi.Tool.Commands;

return CommandHost.Run("mochi", context => MochiCommand.Run(context, args));

using Mochi.CommandLine;
using Mochi.Conformance;

return CommandHost.Run("conformance", context => ConformanceCommand.Run(context, args));

using System.CommandLine;
using Holdfast.Server.Cli;

// The command line would end the process two seconds after a signal; the host has runs to finish and stops by itself.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = null };
var parsed = HoldfastCommand.Create().Parse(args);
var exitCode = await parsed.InvokeAsync(invocation);
return parsed.Errors.Count > 0 ? ExitCodes.Usage : exitCode;

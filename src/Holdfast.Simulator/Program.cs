using System.CommandLine;
using Holdfast.Simulator.Cli;

// Ctrl+C and SIGTERM cancel the action; the server gets its own time to stop within this.
return await SimulatorCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration
{
    ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
});

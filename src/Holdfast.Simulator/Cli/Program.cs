using System.CommandLine;
using System.Runtime.InteropServices;
using Holdfast.Simulator.Cli;

// Signals are taken here and not by the command line library: its time limit would cut off the server's own time to stop.
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await SimulatorCommand.Create().Parse(args).InvokeAsync(
    new InvocationConfiguration { ProcessTerminationTimeout = null }, stop.Token);

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    _ = stop.CancelAsync();
}

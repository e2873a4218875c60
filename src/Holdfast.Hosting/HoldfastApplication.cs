using System.CommandLine;
using System.Globalization;
using Holdfast.Documents.Processes;
using Holdfast.Hosting.Cli;
using Holdfast.Hosting.Documents;
using Holdfast.Hosting.Modules;

namespace Holdfast.Hosting;

/// <summary>
/// The whole server, in a program of one's own: with its command line, its health and its doctor, and with tools, commands, channels and an
/// agent that are added here.
/// </summary>
public sealed class HoldfastApplication
{
    private readonly List<Action<IServiceCollection, IConfiguration>> _modules = [];

    /// <summary>
    /// Adds a module: whatever it registers is there beside what comes with Holdfast. An <c>IAgent</c> or an <c>IMemoryKeeper</c> of its own is
    /// taken instead of Holdfast's.
    /// </summary>
    /// <param name="module">
    /// Registers services. It is given the configuration as it was read, not checked yet: a section of its own is made known by
    /// <c>AddSection</c>, which has it checked. It may be called several times, and must open and start nothing.
    /// </param>
    public HoldfastApplication Add(Action<IServiceCollection, IConfiguration> module)
    {
        ArgumentNullException.ThrowIfNull(module);
        _modules.Add(module);
        return this;
    }

    /// <summary>Adds a module that needs nothing of the configuration.</summary>
    /// <param name="module">Registers services.</param>
    public HoldfastApplication Add(Action<IServiceCollection> module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return Add((services, _) => module(services));
    }

    /// <summary>
    /// Does what the command line says: <c>run</c>, <c>doctor</c>, <c>pause</c> and so on; <c>--help</c> lists them. The process has the invariant
    /// culture from then on.
    /// </summary>
    /// <param name="args">The arguments of the program.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(string[] args)
    {
        // Before anything else is done: it is called for each file, and by nobody else.
        if (args is [DocumentFileReader.Verb])
            return await DocumentCommand.RunAsync(Console.OpenStandardInput(), Console.OpenStandardOutput());

        // What people read, and what is written down, looks the same wherever the program runs.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

        // The command line would end the process two seconds after a signal; the host has runs to finish and stops by itself.
        var invocation = new InvocationConfiguration { ProcessTerminationTimeout = null };
        var root = HoldfastCommand.Create(new ServerModules(_modules), args);
        var parsed = root.Parse(args);
        return parsed.Errors.Count > 0 ? Misunderstanding.Explain(root, parsed) : await parsed.InvokeAsync(invocation);
    }
}

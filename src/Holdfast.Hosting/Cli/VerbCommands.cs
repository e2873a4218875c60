using System.CommandLine;
using Holdfast.Composition;
using Holdfast.Hosting.Modules;
using Holdfast.Hosting.OperatorApi;
using Holdfast.Hosting.Verbs;
using Holdfast.Verbs;

namespace Holdfast.Hosting.Cli;

/// <summary>The verbs that modules have brought, as commands.</summary>
internal static class VerbCommands
{
    /// <summary>Makes them.</summary>
    /// <param name="modules">Have brought them.</param>
    public static IEnumerable<Command> Create(ServerModules modules)
    {
        // What modules register goes by the configuration, verbs by none: the configuration is not known before the command line is read.
        var described = modules.Describe(new ConfigurationBuilder().Build());
        var groups = described.InstancesOf<VerbGroup>().ToDictionary(group => group.Name, Create);
        foreach (var info in described.InstancesOf<VerbInfo>())
        {
            if (info.Name.Split(' ') is [var first, var second])
                groups[first].Add(Create(second, info, modules));
            else
                yield return Create(info.Name, info, modules);
        }

        foreach (var group in groups.Values)
            yield return group;
    }

    private static Command Create(VerbGroup group)
    {
        var command = new Command(group.Name, group.Help);
        foreach (var alias in group.Aliases)
            command.Aliases.Add(alias);
        return command;
    }

    private static Command Create(string name, VerbInfo info, ServerModules modules)
    {
        var configuration = new ConfigurationArguments(modules);
        var json = new Option<bool>("--json") { Description = "Writes JSON.", Hidden = info.IsAlwaysJson };
        var parameters = info.Parameters.Select(parameter => new VerbSymbol(parameter)).ToList();
        var command = new Command(name, info.Help);
        foreach (var parameter in parameters)
            parameter.AddTo(command);
        command.Add(json);
        command.Add(configuration.File);
        command.Add(configuration.Settings);
        command.SetAction((parsed, cancellation) => Guard.RunAsync(async () =>
        {
            var values = parameters.Select(parameter => (parameter.Name, Values: parameter.Read(parsed))).Where(value => value.Values is not null).ToDictionary(value => value.Name, value => value.Values!);
            var screen = new VerbScreen(parsed.GetValue(json) || info.IsAlwaysJson);
            var office = new VerbOffice(modules, configuration.Load(parsed, StoreChoice.IsNeeded));
            await office.DoAsync(new VerbRequest(info.Name, values, $"the command line ({Environment.UserName})", Next: null), screen.Show, cancellation);
            return screen.ExitCode;
        }));
        return command;
    }
}

using System.CommandLine;
using System.Text.Json;
using Holdfast.Hosting.Modules;
using Holdfast.Hosting.OperatorApi;

namespace Holdfast.Hosting.Cli;

/// <summary><c>holdfast gates</c>: where Slack limits the app, and an order to try again at once.</summary>
internal static class GatesCommand
{
    private const string NoServer = "no server runs on this data folder. Gates live in the server: all are open at its next start.";

    public static Command Create(ServerModules modules) => new("gates", "Lists or opens the gates that keep Slack's rate limits, beside the running server.")
    {
        CreateList(modules),
        CreateOpen(modules),
    };

    private static Command CreateList(ServerModules modules)
    {
        var configuration = new ConfigurationArguments(modules);
        var json = new Option<bool>("--json") { Description = "Writes JSON." };
        var command = new Command("list", "Lists the gates that are closed or slow calls down.") { configuration.File, configuration.Settings, json };
        command.SetAction((parsed, cancellation) => Guard.RunAsync(async () =>
        {
            if (await OperationsOf(configuration, parsed).ListAsync(cancellation) is not { } gates)
                return Guard.Say(NoServer, ExitCodes.Failure);
            Console.Out.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(gates, OperationsJson.Default.IReadOnlyListGateView) : Table(gates));
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static Command CreateOpen(ServerModules modules)
    {
        var configuration = new ConfigurationArguments(modules);
        var names = new Argument<string[]>("gate") { Description = "Names from the list; none with --all.", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "All of them." };
        var command = new Command("open", "Tries what is waiting again within a minute, on all workers. Where Slack still limits, the gate closes again.")
        {
            names, all, configuration.File, configuration.Settings,
        };
        command.SetAction((parsed, cancellation) => Guard.RunAsync(async () =>
        {
            string?[] chosen = parsed.GetValue(all) ? (string?[])[null] : parsed.GetValue(names) ?? [];
            if (chosen.Length == 0)
                return Guard.Say("nothing to open: name a gate from 'holdfast gates list', or --all.", ExitCodes.Usage);
            var operations = OperationsOf(configuration, parsed);
            var unknown = 0;
            foreach (var name in chosen)
            {
                if (await operations.OpenAsync(name, cancellation) is not { } opened)
                    return Guard.Say(NoServer, ExitCodes.Failure);
                Console.Out.WriteLine(name is null ? $"{opened.Count} opened" : opened.Count > 0 ? $"{name} opened" : $"{name} is open");
                unknown += name is null || opened.Count > 0 ? 0 : 1;
            }

            return unknown == 0 ? ExitCodes.Ok : ExitCodes.Failure;
        }));
        return command;
    }

    private static GateOperations OperationsOf(ConfigurationArguments arguments, ParseResult parsed) =>
        new(new StoreChoice(arguments.Load(parsed, StoreChoice.IsNeeded)));

    private static string Table(IReadOnlyList<GateView> gates) => gates.Count == 0
        ? "All gates are open."
        : string.Join('\n', gates.Select(gate => gate.OpensInS is { } opens
            ? $"{gate.Gate}  closed for {gate.ClosedForS:0} s, opens in {opens:0} s"
            : $"{gate.Gate}  one call every {gate.SecondsApart:0.###} s"));
}

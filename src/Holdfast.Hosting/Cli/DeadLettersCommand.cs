using System.CommandLine;
using System.Text.Json;
using Holdfast.Hosting.Modules;
using Holdfast.Hosting.OperatorApi;

namespace Holdfast.Hosting.Cli;

/// <summary><c>holdfast dead-letters</c>: lists, replays and discards dead letters.</summary>
internal static class DeadLettersCommand
{
    private const int MaxListed = 1_000;

    public static Command Create(ServerModules modules) => new("dead-letters", "Lists, replays or discards what could not be delivered or done, whether the server runs or not.")
    {
        CreateList(modules),
        CreateChange(modules, "replay", "Tries dead letters again.", "replayed", (operations, id, cancellation) => operations.ReplayAsync(id, cancellation)),
        CreateChange(modules, "discard", "Deletes dead letters for good.", "discarded", (operations, id, cancellation) => operations.DiscardAsync(id, cancellation)),
    };

    private static Command CreateList(ServerModules modules)
    {
        var configuration = new ConfigurationArguments(modules);
        var json = new Option<bool>("--json") { Description = "Writes JSON." };
        var command = new Command("list", $"Lists the newest dead letters, at most {MaxListed}.") { configuration.File, configuration.Settings, json };
        command.SetAction((parsed, cancellation) => Guard.RunAsync(async () =>
        {
            var dead = await OperationsOf(configuration, parsed).ListAsync(MaxListed, cancellation);
            Console.Out.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(dead, OperationsJson.Default.IReadOnlyListDeadLetterView) : Table(dead));
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static Command CreateChange(
        ServerModules modules, string verb, string description, string done, Func<DeadLetterOperations, string, CancellationToken, Task<bool>> change)
    {
        var configuration = new ConfigurationArguments(modules);
        var ids = new Argument<string[]>("id") { Description = "Ids from the list; none with --all.", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = $"All in the list, at most {MaxListed}." };
        var command = new Command(verb, description) { ids, all, configuration.File, configuration.Settings };
        command.SetAction((parsed, cancellation) => Guard.RunAsync(async () =>
        {
            var operations = OperationsOf(configuration, parsed);
            string[] chosen = parsed.GetValue(all)
                ? [.. (await operations.ListAsync(MaxListed, cancellation)).Select(dead => dead.Id).Reverse()]
                : parsed.GetValue(ids) ?? [];
            if (chosen.Length == 0)
                return Guard.Say($"nothing to {verb}: name an id from 'holdfast dead-letters list', or --all.", parsed.GetValue(all) ? ExitCodes.Ok : ExitCodes.Usage);
            var unknown = 0;
            foreach (var id in chosen)
            {
                var isDone = await change(operations, id, cancellation);
                Console.Out.WriteLine(isDone ? $"{id} {done}" : $"{id} is not a dead letter");
                unknown += isDone ? 0 : 1;
            }

            return unknown == 0 ? ExitCodes.Ok : ExitCodes.Failure;
        }));
        return command;
    }

    private static DeadLetterOperations OperationsOf(ConfigurationArguments arguments, ParseResult parsed) =>
        new(new StoreChoice(arguments.Load(parsed, StoreChoice.IsNeeded)));

    private static string Table(IReadOnlyList<DeadLetterView> dead) => dead.Count == 0
        ? "No dead letters."
        : string.Join('\n', dead.Select(letter =>
            $"{letter.Id}  {letter.DiedAt:yyyy-MM-ddTHH:mm:ssZ}  {letter.Queue,-8}  {letter.Kind,-14}  {letter.Lane}  {letter.Error} ({letter.Attempts} {(letter.Attempts == 1 ? "attempt" : "attempts")})"));
}

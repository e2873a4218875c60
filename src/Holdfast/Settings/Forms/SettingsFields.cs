using Holdfast.Agents;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.Interactivity;
using Holdfast.Text;

namespace Holdfast.Settings.Forms;

/// <summary>The fields that the settings of people and of channels have in common, as they are shown and read.</summary>
internal static class SettingsFields
{
    /// <summary>No choice begins with a blank.</summary>
    private const string Usual = " usual";
    private const string Live = "live";
    private const string Whole = "whole";

    /// <summary>Slack takes 2,000, and nobody reads so many.</summary>
    private const int MaxHint = 200;

    private const string NotOffered = "That is no longer offered. Choose another one.";

    /// <summary>The choice of a model, where there are several.</summary>
    public static IEnumerable<Block> Model(SettingsBook book, string current)
    {
        if (book.Models is { Count: > 0 } models)
            yield return Choice(SettingsActions.Model, "Model", "The usual one", models.Select(name => (name, name)), current);
    }

    /// <summary>How much the model thinks, and how freely it writes, where a model can be told.</summary>
    public static IEnumerable<Block> Manner(SettingsBook book, ChosenSettings current)
    {
        if (book.WithEffort is { Count: > 0 } thinking)
        {
            yield return Choice(
                SettingsActions.Effort, "How much I think", "As usual",
                [("A little: quick answers", Efforts.Low), ("A fair amount", Efforts.Medium), ("Much: for hard questions", Efforts.High)], current.Effort, HeededBy(thinking, book));
        }

        if (book.WithTemperature is { Count: > 0 } free)
        {
            yield return Choice(
                SettingsActions.Temperature, "How freely I write", "As usual",
                Temperatures.All.Zip(["Strictly", "Evenly", "Freely"], (value, name) => ($"{name} (temperature {value})", value)), current.Temperature, HeededBy(free, book));
        }
    }

    /// <summary>How dates and times are written, where that is heeded.</summary>
    public static IEnumerable<Block> Dates(SettingsBook book, string current)
    {
        if (book.TakesDates)
            yield return Choice(SettingsActions.Dates, "Dates and times in my answers", "As Slack shows them", DateStyles.All.Select(style => (DateStyles.Example(style), style)), current);
    }

    /// <summary>Where people choose a model, whether theirs is among those that heed it is for them to know.</summary>
    private static string? HeededBy(IReadOnlyList<string> models, SettingsBook book) => book.Models.Count == 0 || book.Models.All(models.Contains)
        ? null
        : ShownText.Cut($"Only some models heed it: {string.Join(", ", models)}.", MaxHint);

    /// <summary>A choice, with what is usual before all others.</summary>
    private static InputBlock Choice(string field, string label, string usual, IEnumerable<(string Text, string Value)> choices, string current, string? hint = null)
    {
        var first = Option(usual, Usual);
        var options = choices.Select(choice => Option(choice.Text, choice.Value)).ToList();
        return new InputBlock
        {
            BlockId = field,
            Label = Parts.Literal(label),
            Hint = hint is null ? null : Parts.Literal(hint),
            Element = new StaticSelectElement
            {
                ActionId = field,
                Options = [first, .. options],

                // One that is no longer offered does not count, and Slack wants the initial option offered.
                InitialOption = options.Find(option => option.Value == current) ?? first,
            },
        };
    }

    /// <summary>The wishes, where they are heeded.</summary>
    public static IEnumerable<Block> Instructions(SettingsBook book, string current, string label, string example)
    {
        if (!book.TakesInstructions)
            yield break;
        yield return new InputBlock
        {
            BlockId = SettingsActions.Instructions,
            Label = Parts.Literal(label),
            Hint = Parts.Literal($"At most {Quantities.Count(ChosenSettings.MaxInstructions, "character")}. The operators' instructions go before these."),
            Optional = true,
            Element = new PlainTextInputElement
            {
                ActionId = SettingsActions.Instructions,
                Multiline = true,
                MaxLength = ChosenSettings.MaxInstructions,
                InitialValue = current.Length == 0 ? null : current,
                Placeholder = Parts.Literal(example),
            },
        };
    }

    /// <summary>How an answer is shown, where that can be chosen.</summary>
    public static InputBlock Streaming(bool streams)
    {
        var (live, whole) = (Option("While I write them", Live), Option("When they're whole", Whole));
        return new InputBlock
        {
            BlockId = SettingsActions.Streaming,
            Label = Parts.Literal("Show my answers"),
            Element = new StaticSelectElement { ActionId = SettingsActions.Streaming, Options = [live, whole], InitialOption = streams ? live : whole },
        };
    }

    /// <summary>What was chosen, empty for what is usual; null where it was not asked for.</summary>
    public static string? ChosenOf(SlackView? view, string field) => Chosen(view, field) switch
    {
        null => null,
        Usual => "",
        var value => value,
    };

    /// <summary>What was wished, without what nobody sees; null where it was not asked for.</summary>
    public static string? InstructionsOf(SlackView? view) =>
        view?.State?.Find(SettingsActions.Instructions, SettingsActions.Instructions) is { } field ? CleanText.Of(field.Value ?? "").Trim() : null;

    /// <summary>Whether answers are to be shown while they are written; null where it was not asked for.</summary>
    public static bool? StreamsOf(SlackView? view) => Chosen(view, SettingsActions.Streaming) is { } chosen ? chosen != Whole : null;

    /// <summary>What is wrong, by the id of the block.</summary>
    public static Dictionary<string, string> ProblemsOf(SlackView view, SettingsBook book)
    {
        var problems = new Dictionary<string, string>();
        Check(SettingsActions.Model, book.Models);
        Check(SettingsActions.Effort, book.WithEffort.Count > 0 ? Efforts.All : []);
        Check(SettingsActions.Temperature, book.WithTemperature.Count > 0 ? Temperatures.All : []);
        Check(SettingsActions.Dates, book.TakesDates ? DateStyles.All : []);
        if (InstructionsOf(view) is { Length: > ChosenSettings.MaxInstructions } wishes)
            problems[SettingsActions.Instructions] = $"That's {Quantities.Count(wishes.Length, "character")}. Write at most {Quantities.Count(ChosenSettings.MaxInstructions)}.";
        return problems;

        void Check(string field, IReadOnlyList<string> offered)
        {
            if (ChosenOf(view, field) is { Length: > 0 } chosen && !offered.Contains(chosen))
                problems[field] = NotOffered;
        }
    }

    private static string? Chosen(SlackView? view, string field) => view?.State?.Find(field, field)?.SelectedOption?.Value;

    private static OptionObject Option(string text, string value) => new() { Text = Parts.Literal(text), Value = value };
}

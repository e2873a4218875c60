using Holdfast.Hosting.Verbs;

namespace Holdfast.Hosting.Cli;

/// <summary>Shows what a verb answers: the answer on standard output, all talk on standard error.</summary>
/// <param name="isJson">Whether it is for a machine.</param>
internal sealed class VerbScreen(bool isJson)
{
    /// <summary>How the process ends.</summary>
    public int ExitCode { get; private set; }

    /// <summary>Shows a part.</summary>
    /// <param name="part">The part.</param>
    public void Show(VerbResponse part)
    {
        if (part.Problem is { } problem)
        {
            ExitCode = Guard.Say(problem, part.IsUsage ? ExitCodes.Usage : ExitCodes.Failure);
            return;
        }

        if (part.Progress is { } progress)
            Console.Error.WriteLine($"holdfast: {progress}");
        var answer = isJson ? part.Json : part.Text;
        if (answer.Length > 0)
            Console.Out.WriteLine(answer);
        if (!part.IsDone)
            ExitCode = ExitCodes.Failure;
    }
}

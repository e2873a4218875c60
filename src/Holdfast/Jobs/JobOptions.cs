using System.ComponentModel.DataAnnotations;
using Holdfast.Configuration;
using Holdfast.Jobs.Processes;

namespace Holdfast.Jobs;

/// <summary>Commands that run in the background. Section <c>Jobs</c>.</summary>
public sealed class JobOptions : IValidatableObject
{
    /// <summary>Whether the agent has the tools <c>exec</c> and <c>code</c>. Default: <c>false</c>.</summary>
    public bool Enabled { get; set; }

    /// <summary>The most jobs that run at once. Default: 2.</summary>
    [Range(1, 100)]
    public int Concurrency { get; set; } = 2;

    /// <summary>The folder that jobs work in; needed when they are enabled. No default.</summary>
    public string WorkingDirectory { get; set; } = "";

    /// <summary>The longest a job may run. Default: 10 min.</summary>
    [Duration(1, 604800)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a job that is ended has for an orderly end before it is killed. Default: 5 s.</summary>
    [Duration(0, 60)]
    public TimeSpan KillAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How much output is kept and posted; of more, the first and the last part are. Default: 1 MiB.</summary>
    [Range(1024, 1048576)]
    public int MaxOutputBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// How long the agent's call waits for a job to end: what it has printed by then is the result of the call. Of a job that takes longer the agent is told when it ends. Default: 5 s.
    /// </summary>
    [Duration(0, 60)]
    public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether the agent is told how a job of its own has ended and what it printed, as the result of its call where the job was short, otherwise in a run of its own. Default: <c>true</c>.
    /// </summary>
    public bool TellAgent { get; set; } = true;

    /// <summary>How much output ends a job. Default: 50 MiB.</summary>
    [Range(1024L, 1L << 40)]
    public long HardOutputBytes { get; set; } = 50 * 1024 * 1024;

    /// <summary>
    /// Commands that run without asking anybody: <c>git status</c> is exactly that, <c>git log *</c> is followed by any arguments.
    /// Default: none.
    /// </summary>
    public IList<string> AllowList { get; init; } = [];

    /// <summary>Names of environment variables that jobs see besides the usual ones; one that ends in <c>*</c> is a beginning. Default: none.</summary>
    public IList<string> Environment { get; init; } = [];

    /// <summary>
    /// The coding agent that <c>code</c> runs, an argument an entry: <c>{prompt}</c> in it is replaced by the task, which is the last
    /// argument otherwise. Default: none, and no such tool.
    /// </summary>
    public IList<string> CodeCommand { get; init; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Enabled && string.IsNullOrWhiteSpace(WorkingDirectory))
            yield return Wrong(nameof(WorkingDirectory), "must name the folder that jobs work in, because Jobs:Enabled is true.");
        else if (Enabled && !Directory.Exists(WorkingDirectory))
            yield return Wrong(nameof(WorkingDirectory), "must be a folder that exists and that the server may enter.");
        foreach (var (entry, problem) in AllowList.Select(entry => (entry, Problem: Jobs.AllowList.ProblemOf(entry))).Where(found => found.Problem is not null))
            yield return Wrong(nameof(AllowList), $"cannot hold '{entry}': {problem}");
        foreach (var name in Environment.Where(name => name.Length == 0 || name.Contains('=', StringComparison.Ordinal)))
            yield return Wrong(nameof(Environment), $"must hold names of variables, not '{name}'.");
        foreach (var name in Environment.Where(JobEnvironment.IsOwn))
            yield return Wrong(nameof(Environment), $"cannot hold {name}: Holdfast's own variables, which may be secret, are never passed on to jobs.");
        if (CodeCommand.Count > 0 && (CodeCommand[0].Length == 0 || CodeCommand[0].Contains(JobOrder.PromptMark, StringComparison.Ordinal)))
            yield return Wrong(nameof(CodeCommand), $"must begin with a command, which is neither empty nor made from {JobOrder.PromptMark}.");
    }

    private static ValidationResult Wrong(string member, string problem) => new($"{member} {problem}", [member]);
}

using System.Text;
using Holdfast.Answers;
using Holdfast.Answers.Mentions;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.WebApi.Chat;
using Holdfast.Text;

namespace Holdfast.Streams;

/// <summary>What an agent has written so far and the tools it has used, and what of both is not shown yet. Told by one thread, read by another.</summary>
internal sealed class LiveText
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();
    private readonly List<LiveTask> _tasks = [];
    private readonly List<TaskUpdateChunk> _news = [];
    private readonly Queue<string> _asides = [];

    public void Add(string text)
    {
        lock (_lock)
            _text.Append(text);
    }

    public void TakeBack(int characters)
    {
        lock (_lock)
            _text.Length = Math.Max(0, _text.Length - characters);
    }

    /// <summary>Something is done first: what was written before it was an aside, and no part of the answer.</summary>
    /// <param name="name">On what.</param>
    /// <param name="doing">What is done with it, where that is anything but using a tool, such as <c>Reading</c>.</param>
    /// <param name="step">What it is told apart by, where several are done at once.</param>
    public void Begin(string name, string? doing, string? step)
    {
        lock (_lock)
        {
            if (_text.Length > 0)
                _asides.Enqueue(_text.ToString());
            _text.Clear();
            var title = TextCut.Beginning(doing is null ? name : $"{doing} {name}", SlackLimits.StreamedTask - 1);
            var task = new LiveTask(new TaskUpdateChunk($"t{_tasks.Count + 1}", title, TaskUpdateChunk.InProgress), step, doing ?? "Using", name);
            _tasks.Add(task);
            _news.Add(task.Chunk);
        }
    }

    /// <summary>A tool is done: that of the step, otherwise the one used last.</summary>
    public void Finish(bool succeeded, string? step)
    {
        lock (_lock)
        {
            if (_tasks.FindLastIndex(task => task.IsAtWork && (step is null || task.Step == step)) is >= 0 and var at)
            {
                _tasks[at] = _tasks[at] with { Chunk = _tasks[at].Chunk with { Status = succeeded ? TaskUpdateChunk.Complete : TaskUpdateChunk.Error } };
                _news.Add(_tasks[at].Chunk);
            }
        }
    }

    /// <summary>The beginning of the answer that can be shown.</summary>
    public string Beginning(Func<MentionScope> mentions)
    {
        string text;
        lock (_lock)
            text = _text.ToString(0, Math.Min(_text.Length, AnswerText.MaxLength + 1));
        return GrowingText.Beginning(text, text.Contains('@', StringComparison.Ordinal) ? mentions() : MentionScope.None);
    }

    /// <summary>Whether there is anything to be told but the text of the answer.</summary>
    public bool HasNews
    {
        get
        {
            lock (_lock)
                return _news.Count + _asides.Count > 0;
        }
    }

    /// <summary>What was said before a tool was used and is not told yet: whole, in order.</summary>
    public IReadOnlyList<string> TakeAsides(Func<MentionScope> mentions)
    {
        List<string> asides;
        lock (_lock)
        {
            asides = [.. _asides];
            _asides.Clear();
        }

        return asides.ConvertAll(aside => GrowingText.Beginning(aside + "\n", mentions()));
    }

    /// <summary>The tools of which something is to be told, each as it stands now.</summary>
    public IReadOnlyList<TaskUpdateChunk> TakeNews()
    {
        lock (_lock)
        {
            var news = _news.GroupBy(task => task.Id).Select(changes => changes.Last()).ToList();
            _news.Clear();
            return news;
        }
    }

    /// <summary>What is done at the moment, and on what; null for nothing.</summary>
    public (string Doing, string Name)? AtWork
    {
        get
        {
            lock (_lock)
                return _tasks.FindLast(task => task.IsAtWork) is { } task ? (task.Doing, task.Name) : null;
        }
    }

    /// <summary>Something that is done before the answer.</summary>
    private sealed record LiveTask(TaskUpdateChunk Chunk, string? Step, string Doing, string Name)
    {
        public bool IsAtWork => Chunk.Status == TaskUpdateChunk.InProgress;
    }
}

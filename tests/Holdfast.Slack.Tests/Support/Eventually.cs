using System.Threading.Channels;

namespace Holdfast.Slack.Tests.Support;

internal static class Eventually
{
    /// <summary>The one time limit of awaited events: far above what is needed, so that only a hang meets it.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    extension(Task task)
    {
        public Task Soon() => task.WaitAsync(Limit);
    }

    extension<T>(Task<T> task)
    {
        public Task<T> Soon() => task.WaitAsync(Limit);
    }

    extension<T>(ChannelReader<T> reader)
    {
        public Task<T> NextAsync() => reader.ReadAsync().AsTask().WaitAsync(Limit);
    }
}

using Holdfast.Composition;
using Holdfast.Conversations;
using Holdfast.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Holdfast.Attachments;

/// <summary>What this folder gives to a host.</summary>
public static class AttachmentsModule
{
    /// <summary>The files that come with messages. Whoever adds it brings an <see cref="IFileReader"/>.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Attachments</c>.</param>
    public static IServiceCollection AddAttachments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<AttachmentOptions>(configuration, "Attachments");
        services.AddSingleton(static provider => new RecordRetention(KnownFile.RecordKind, () => provider.GetRequiredService<IOptions<MemoryOptions>>().Value.TimeToLive));
        services.AddSingleton(BeforeStart.Do(static _ => LocalFile.ClearLeftovers()));
        services.AddSingleton(new MadeOfWords(static turn =>
            ConversationId.TryParse(turn.Conversation, out var conversation) ? turn.Turn.Content.Attachments.Select(file => KnownFile.KeyOf(conversation.Team, file.Id)) : []));
        services.AddSingleton<PictureCache>();
        services.AddSingleton<FileFetcher>();
        return services.AddSingleton<IAttachmentReader, AttachmentReader>();
    }
}

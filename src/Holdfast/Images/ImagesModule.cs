using Holdfast.Composition;
using Holdfast.Conversations;
using Holdfast.Storage;
using Holdfast.Tools;
using Holdfast.ViewFlow;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Holdfast.Images;

/// <summary>What this folder gives to a host.</summary>
public static class ImagesModule
{
    /// <summary>The tools that make pictures, where a model for them is configured. Whoever adds it brings an <see cref="IImageModel"/>.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Images</c>.</param>
    public static IServiceCollection AddImages(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddSection<ImageOptions>(configuration, "Images");
        services.AddSingleton(static provider => new RecordRetention(
            ConversationPictures.RecordKind, () => provider.GetRequiredService<IOptions<MemoryOptions>>().Value.TimeToLive));
        services.AddSingleton(new MadeOfWords(static turn => ConversationId.TryParse(turn.Conversation, out var conversation) ? [ConversationPictures.KeyOf(conversation)] : []));
        services.AddSingleton<ConversationPictures>();
        services.AddSingleton<PicturePosting>();
        services.AddSingleton<ReturnedPictures>();
        services.AddSingleton<IFlowFigure, PicturesFigure>();
        var isEnabled = !string.IsNullOrEmpty(configuration["Images:Model"]);
        if (isEnabled)
            services.AddSingleton(new PictureMaker(MakeImageTool.ToolName));
        return services.AddTool<MakeImageTool>(MakeImageTool.ToolName, isEnabled).AddTool<EditImageTool>(EditImageTool.ToolName, isEnabled);
    }
}

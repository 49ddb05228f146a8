#include "governance/release/preview_settings.h"

#include "model/domain/hash.h"

namespace shelf {

std::string previewSettingsSha256(const Definitions& definitions)
{
    // Slots and caps come with link types, opt-out with channels; audiences, intents and triggers narrow what fits.
    std::string text = "shelf-preview-settings-1\n";
    for (const ThingKind kind : {ThingKind::LinkType, ThingKind::Channel, ThingKind::Audience, ThingKind::Intent, ThingKind::Trigger}) {
        for (const Thing* thing : definitions.all(kind)) {
            text += kindName(kind);
            text += ' ';
            appendJsonString(text, thing->key);
            text += ' ';
            text += thing->fields.toJson();
            text += '\n';
        }
    }
    return sha256Hex(text);
}

} // namespace shelf

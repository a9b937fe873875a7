package castnet.examples.study;

import castnet.Network;
import castnet.examples.resnet.ResNet50V1;

/** ResNet-50 v1 with everything computed, read or not: beside {@link ResNet50V1}, what the exact stride rewrite saves. */
@Network(skipUnread = false)
@SuppressWarnings("castnet:unread-activations") // they are the subject
public interface ResNet50V1Whole extends ResNet50V1 {}
